/**
 * From an API key to the wallet that pays. Knows no engine and no web framework, and
 * never shows a key. Stores of keys lie in packages of their own.
 */
@NullMarked
package io.escrowmint.apikey;

import org.jspecify.annotations.NullMarked;
