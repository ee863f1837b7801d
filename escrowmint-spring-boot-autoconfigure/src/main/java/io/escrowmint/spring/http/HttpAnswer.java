package io.escrowmint.spring.http;

import java.util.List;

import io.escrowmint.model.Bytes;

/**
 * A whole response that only needs to be written, byte for byte. Its fields replace those
 * of the same name that the response has already, unless they
 * {@linkplain HttpField#isAdded add} to them; the length of the body is for the writer to
 * say.
 *
 * @param status the status
 * @param fields the headers
 * @param body the body, which may be empty
 * @param replay whether it is a response that has passed the filters of the application
 * before: what they made of it then, such as to compress it, is part of it
 */
public record HttpAnswer(int status, List<HttpField> fields, Bytes body, boolean replay) {

	public HttpAnswer {
		fields = List.copyOf(fields);
	}

}
