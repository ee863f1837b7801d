package io.escrowmint.spring.http;

/**
 * One header of a response. Several of one name are several fields.
 *
 * @param name the name
 * @param value the value
 */
public record HttpField(String name, String value) {

	/**
	 * Tells whether the field stands beside those of its name that the response has
	 * already, where any other replaces them.
	 * @return {@code true} for {@code Vary}, to which whoever has a part in a response
	 * adds
	 */
	public boolean isAdded() {
		return this.name.equalsIgnoreCase("Vary");
	}

}
