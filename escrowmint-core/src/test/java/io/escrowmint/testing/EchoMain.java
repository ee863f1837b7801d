package io.escrowmint.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * What the second JVM runs in {@link RigTests}: repeats its input until told to exit.
 */
final class EchoMain {

	private EchoMain() {
	}

	public static void main(String[] arguments) throws IOException {
		System.out.println(System.getProperty("greeting") + " " + arguments[0]);
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = input.readLine(); line != null && !line.equals("exit"); line = input.readLine()) {
				System.out.println("heard " + line);
			}
		}
	}

}
