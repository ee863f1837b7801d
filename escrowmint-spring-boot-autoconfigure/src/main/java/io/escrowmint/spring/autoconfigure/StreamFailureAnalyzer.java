package io.escrowmint.spring.autoconfigure;

import io.escrowmint.stream.StreamMisconfiguredException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how a stream has to be used instead.
 */
final class StreamFailureAnalyzer extends AbstractFailureAnalyzer<StreamMisconfiguredException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StreamMisconfiguredException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
