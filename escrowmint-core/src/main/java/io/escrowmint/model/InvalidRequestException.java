package io.escrowmint.model;

/**
 * A request breaks a rule that does not depend on the wallet. Nothing was sent to the
 * store.
 */
public final class InvalidRequestException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String field;

	private final String rule;

	public InvalidRequestException(String field, Object value, String rule) {
		super("Invalid " + field + " '" + value + "': " + rule, null);
		this.field = field;
		this.rule = rule;
	}

	/**
	 * Returns the name of the offending field.
	 * @return the field
	 */
	public String field() {
		return this.field;
	}

	/**
	 * Returns the rule that was broken.
	 * @return the rule
	 */
	public String rule() {
		return this.rule;
	}

}
