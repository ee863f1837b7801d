package io.escrowmint.spring.webflux;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.escrowmint.model.Bytes;
import io.escrowmint.spring.http.RequestFingerprint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.codec.DecodingException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;

/**
 * Takes the fingerprint of a request with an idempotency key. The body of a form counts
 * by its parameters, and as it is if it is none after all. Of a multipart body the names
 * of its parts, the values of its fields and the names of its files count; the content of
 * a file does not: it is parsed before anybody can take a digest of it, can be read only
 * once after that, and would have to be kept a second time for its handler. A handler
 * that takes such a body as it comes would find nothing in it once it was parsed: there
 * it counts as any other body does, and so does a form. Parts other than those of a form
 * need no names, so that they are parsed only where a handler asks for them. What a
 * filter has read is gone for those who parse, so that it counts as it came, whatever the
 * filter made of it.
 */
final class RequestPayload {

	/**
	 * What WebFlux parses, too; it fails at any other {@code multipart} that it is to
	 * parse.
	 */
	private static final List<MediaType> OTHERS_OF_PARTS = List.of(MediaType.MULTIPART_MIXED,
			MediaType.MULTIPART_RELATED);

	private static final byte[] NOTHING = RequestFingerprint.sha256().digest();

	private RequestPayload() {
	}

	/**
	 * Takes the fingerprint.
	 * @param exchange the exchange
	 * @param keyed its request
	 * @param client the name of who is logged in, if anybody is
	 * @return 32 bytes
	 */
	static Mono<Bytes> fingerprint(ServerWebExchange exchange, KeyedRequest keyed, @Nullable String client) {
		RequestFingerprint begin = begin(keyed).client(client);
		if (keyed.isRead()) {
			return keyed.digest().map(begin::body);
		}
		return payload(exchange, keyed, begin).onErrorMap(RequestPayload::isUnreadable, KeyedRequest::unacceptable);
	}

	private static Mono<Bytes> payload(ServerWebExchange exchange, KeyedRequest keyed, RequestFingerprint begin) {
		HandlerParameters parameters = HandlerParameters.of(exchange);
		if (isForm(keyed) && !parameters.takeBody()) {
			return form(exchange, keyed, begin);
		}
		if (isParsed(type(keyed), parameters)) {
			return exchange.getMultipartData().map((parts) -> parts(begin, parts).body(NOTHING));
		}
		return keyed.digest().map(begin::body);
	}

	// It is read ahead, so that its handler finds it as it came, unless it was parsed.
	private static Mono<Bytes> form(ServerWebExchange exchange, KeyedRequest keyed, RequestFingerprint begin) {
		Mono<byte[]> ahead = keyed.isFormParsed() ? Mono.empty()
				: keyed.digest().onErrorComplete(IllegalStateException.class);
		return ahead.then(Mono.defer(exchange::getFormData)).doOnNext((form) -> {
			if (keyed.isFormParsed()) {
				keyed.keep(FormBody.of(form, type(keyed)));
			}
		})
			.map((form) -> begin.parameters(form).body(NOTHING))
			.onErrorResume(IllegalArgumentException.class,
					(ex) -> keyed.isFormParsed() ? Mono.error(ex) : keyed.digest().map(begin::body));
	}

	// A failed connection is another matter.
	private static boolean isUnreadable(Throwable ex) {
		return ex instanceof DecodingException || ex instanceof IllegalArgumentException
				|| ex instanceof IllegalStateException;
	}

	/**
	 * Tells whether a request says that its body is a form.
	 * @param request the request
	 * @return {@code false} if it says something else, nothing, or nonsense
	 */
	static boolean isForm(ServerHttpRequest request) {
		return MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(type(request));
	}

	private static boolean isParsed(@Nullable MediaType type, HandlerParameters parameters) {
		return MediaType.MULTIPART_FORM_DATA.isCompatibleWith(type) ? !parameters.takeBody()
				: OTHERS_OF_PARTS.stream().anyMatch((parsed) -> parsed.isCompatibleWith(type))
						&& parameters.takeParts();
	}

	// What is not said, or only by half, is neither a form nor of several parts.
	private static @Nullable MediaType type(ServerHttpRequest request) {
		try {
			MediaType type = request.getHeaders().getContentType();
			return (type != null && type.isConcrete()) ? type : null;
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

	private static RequestFingerprint begin(ServerHttpRequest request) {
		return RequestFingerprint.of(request.getMethod().name(), request.getURI().getRawPath(),
				request.getURI().getRawQuery());
	}

	private static RequestFingerprint parts(RequestFingerprint fingerprint, MultiValueMap<String, Part> parts) {
		parts.values().stream().flatMap(List::stream).forEach((part) -> {
			String file = (part instanceof FilePart filePart) ? filePart.filename() : null;
			fingerprint.part(part.name(), file, content(part));
		});
		return fingerprint;
	}

	private static byte[] content(Part part) {
		return (part instanceof FormFieldPart field)
				? RequestFingerprint.sha256().digest(field.value().getBytes(StandardCharsets.UTF_8)) : NOTHING;
	}

}
