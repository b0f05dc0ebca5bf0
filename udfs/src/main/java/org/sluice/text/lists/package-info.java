/** Lists of words and addresses that texts are searched for. */
package org.sluice.text.lists;
