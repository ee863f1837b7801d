package io.escrowmint.store.redis;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One command or query as it travels: what is sent, and how its answer is read.
 *
 * @param <R> the outcome
 * @param verb what the script does
 * @param wallet to which wallet
 * @param arguments with which arguments its full script is called
 * @param plain how its lane's short script takes it, if there is nothing around it
 * @param repeatable whether it may be sent again when its answer was lost
 * @param identity under which it can be repeated by the caller, if there is one
 * @param read reads the answer
 */
record Exchange<R>(Verb verb, String wallet, Supplier<List<byte[]>> arguments, @Nullable Plain plain,
		boolean repeatable, @Nullable String identity, Function<Reply, R> read) {

}
