/**
 * From a request to the key or the name that pays for it. Knows no web framework.
 */
@NullMarked
package io.escrowmint.spring.apikey;

import org.jspecify.annotations.NullMarked;
