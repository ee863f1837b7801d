package io.escrowmint.spring.http;

/**
 * One header of a response. Several of one name are several fields.
 *
 * @param name the name
 * @param value the value
 */
public record HttpField(String name, String value) {

}
