/** Adapters: few trained weights beside frozen ones. */
package org.sluice.engine.adapter;
