/** Reading JSON trees and writing JSON text by hand where speed counts. */
@NullMarked
package dev.breakwater.simulator.json;

import org.jspecify.annotations.NullMarked;
