package io.escrowmint.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * A certificate that signs itself, made by the JDK's {@code keytool} for one address: for
 * a server as PEM files, for clients as a trust store that trusts nothing else. Its files
 * are deleted when it is closed.
 */
public final class TestCertificate implements AutoCloseable {

	private static final String ALIAS = "server";

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final TemporaryFolder folder = TemporaryFolder.create("certificate");

	private TestCertificate(String address) {
		AtExit.close(this);
		keytool(address);
		try {
			KeyStore made = load("made.p12");
			pem("key.pem", "PRIVATE KEY", made.getKey(ALIAS, PASSWORD).getEncoded());
			pem("certificate.pem", "CERTIFICATE", made.getCertificate(ALIAS).getEncoded());
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			trusted.setCertificateEntry(ALIAS, made.getCertificate(ALIAS));
			try (var file = Files.newOutputStream(trustStore())) {
				trusted.store(file, PASSWORD);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A certificate for that IP address.
	 */
	public static TestCertificate forAddress(String address) {
		return new TestCertificate(address);
	}

	/**
	 * What a Redis server needs to speak TLS with this certificate on that port. It does
	 * not ask its clients for certificates.
	 */
	public String[] settings(int port) {
		return new String[] { "tls-port " + port, "tls-auth-clients no", "tls-key-file " + this.folder.file("key.pem"),
				"tls-cert-file " + this.folder.file("certificate.pem"),
				"tls-ca-cert-file " + this.folder.file("certificate.pem") };
	}

	public Path trustStore() {
		return this.folder.file("trusted.p12");
	}

	public String trustStorePassword() {
		return new String(PASSWORD);
	}

	@Override
	public void close() {
		AtExit.forget(this);
		this.folder.close();
	}

	private void keytool(String address) {
		String password = new String(PASSWORD);
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + address,
				"-ext", "san=ip:" + address, "-validity", "1", "-storetype", "PKCS12", "-keystore",
				this.folder.file("made.p12").toString(), "-storepass", password, "-keypass", password);
		ChildProcess keytool = ChildProcess.start(command, this.folder.path(), this.folder.file("keytool.log"));
		if (!keytool.hasEndedWithin(Duration.ofSeconds(60)) || keytool.process().exitValue() != 0) {
			throw new IllegalStateException("keytool made no certificate:\n" + keytool.output());
		}
	}

	private KeyStore load(String name) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream file = Files.newInputStream(this.folder.file(name))) {
			store.load(file, PASSWORD);
		}
		return store;
	}

	private void pem(String name, String type, byte[] content) throws IOException {
		String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
		Files.writeString(this.folder.file(name),
				"-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, body, type));
	}

}
