package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;

import io.escrowmint.CurrentWallet;
import io.escrowmint.Metered;
import io.escrowmint.Metering;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.ModelAndView;

/**
 * Requests that end when their handler returns.
 */
@RestController
class BlockingEndings {

	private final Inner inner;

	private final Sales sales;

	BlockingEndings(Inner inner, Sales sales) {
		this.inner = inner;
		this.sales = sales;
	}

	@InitBinder("body")
	void validator(WebDataBinder binder) {
		binder.addValidators(new NoBlankText());
	}

	@Metered("3")
	@GetMapping("/ok")
	String ok() {
		return "done";
	}

	@Metered("0")
	@GetMapping("/free")
	String free() {
		return "done";
	}

	@GetMapping("/plain")
	String plain() {
		return "done";
	}

	@Metered("3")
	@GetMapping("/redirect")
	ModelAndView redirect() {
		return new ModelAndView("redirect:/plain");
	}

	@Metered("3")
	@GetMapping("/no-content")
	ResponseEntity<Void> noContent() {
		return ResponseEntity.noContent().build();
	}

	@Metered("3")
	@GetMapping("/writer")
	void writer(HttpServletResponse response) throws IOException {
		response.setContentType("text/plain");
		response.getWriter().print("written with a writer: \u00e9");
	}

	@Metered("3")
	@GetMapping("/writer-argument")
	void writerArgument(Writer writer) throws IOException {
		writer.write("written with an argument");
	}

	@Metered("3")
	@ResponseStatus(HttpStatus.NOT_FOUND)
	@GetMapping("/annotated-404")
	String status() {
		return "none";
	}

	@Metered("3")
	@GetMapping("/entity-409")
	ResponseEntity<String> conflict() {
		return ResponseEntity.status(HttpStatus.CONFLICT).body("conflict");
	}

	@Metered("3")
	@GetMapping("/send-error")
	void sendError(HttpServletResponse response) throws IOException {
		response.sendError(503);
	}

	@Metered("3")
	@GetMapping("/teapot")
	void teapot(HttpServletResponse response) throws IOException {
		response.sendError(418);
	}

	@Metered("7")
	@RequestMapping("/teapot-page")
	String teapotPage() {
		return "short and stout";
	}

	@Metered("3")
	@GetMapping("/exception")
	String exception() {
		throw new IllegalArgumentException("escapes");
	}

	@Metered("3")
	@GetMapping("/error-thrown")
	String error() {
		throw new AssertionError("escapes as an Error");
	}

	@Metered("3")
	@GetMapping("/exception-410")
	String gone() {
		throw new EndingsApplication.Gone();
	}

	@Metered("3")
	@GetMapping("/mapped-to-500")
	String mappedTo500() {
		throw new UnsupportedOperationException();
	}

	@Metered("3")
	@GetMapping("/mapped-to-200")
	String mappedTo200() {
		throw new ArithmeticException();
	}

	@Metered("3")
	@GetMapping("/map")
	Map<String, String> map() {
		return Map.of("some", "json");
	}

	@Metered("3")
	@GetMapping(path = "/only-json", produces = MediaType.APPLICATION_JSON_VALUE)
	Map<String, String> onlyJson() {
		return Map.of("some", "json");
	}

	@Metered("3")
	@GetMapping("/number")
	String number(@RequestParam int value) {
		return "" + value;
	}

	@Metered("3")
	@PostMapping(path = "/body", consumes = MediaType.APPLICATION_JSON_VALUE)
	String body(@Validated @RequestBody Body body) {
		return body.text();
	}

	@Metered("3")
	@GetMapping("/forward")
	ModelAndView forward() {
		return new ModelAndView("forward:/ok");
	}

	@GetMapping("/forward-unmetered")
	ModelAndView forwardUnmetered() {
		return new ModelAndView("forward:/ok");
	}

	@Metered("3")
	@GetMapping("/nested")
	String nested() {
		return this.inner.joins();
	}

	@Metered("3")
	@GetMapping("/nested-named")
	String nestedNamed() {
		return this.inner.holdsBeside();
	}

	@Metered("3")
	@GetMapping("/nested-elsewhere")
	String nestedElsewhere() {
		return this.inner.paidElsewhere();
	}

	@Metered("3")
	@GetMapping("/nested-then-fail")
	String nestedThenFail(Metering metering) {
		String inner = this.inner.holdsBeside();
		metering.fail();
		return inner;
	}

	@Metered("3")
	@GetMapping("/nested-fails")
	String nestedFails() {
		return this.inner.fails();
	}

	@Metered("3")
	@GetMapping("/fail-then-nested")
	String failThenNested(Metering metering) {
		metering.fail();
		return this.inner.holdsBeside();
	}

	@Metered("3")
	@GetMapping("/sale-fails")
	String saleFails(@CurrentWallet String wallet) {
		return this.sales.fail(wallet);
	}

	@Metered("3")
	@GetMapping("/nested-refused")
	String nestedRefused() {
		return this.inner.tooExpensive();
	}

	@Metered(value = "3", condition = "false")
	@GetMapping("/nested-below-a-condition")
	String nestedBelowACondition() {
		return this.inner.joins();
	}

	@Metered(value = "3", condition = "false")
	@GetMapping("/condition")
	String condition(Metering metering) {
		metering.settle(2);
		return "free";
	}

	@Metered(value = "3", ttl = "300ms")
	@GetMapping("/slow")
	String slow() throws InterruptedException {
		Thread.sleep(Duration.ofMillis(900).toMillis());
		return "done";
	}

	@GetMapping("/sale")
	String sale(@CurrentWallet String wallet) {
		return this.sales.sell(wallet);
	}

	static class Sales {

		@Metered(value = "2", wallet = "#wallet")
		String sell(String wallet) {
			return "sold";
		}

		@Metered(value = "2", name = "sale", wallet = "#wallet")
		String fail(String wallet) {
			Metering.current().orElseThrow().fail();
			return "not sold";
		}

	}

	@RestController
	static class Inner {

		@Metered("5")
		@GetMapping("/inner")
		String joins() {
			return "inner";
		}

		@Metered(value = "5", name = "inner")
		@GetMapping("/inner-named")
		String holdsBeside() {
			return "inner";
		}

		@Metered(value = "5", name = "inner")
		@GetMapping("/inner-fails")
		String fails() {
			Metering.current().orElseThrow().fail();
			return "inner";
		}

		@Metered(value = "5", name = "elsewhere", wallet = "'elsewhere'")
		@GetMapping("/inner-elsewhere")
		String paidElsewhere() {
			return "inner";
		}

		@Metered(value = "5000", name = "expensive")
		@GetMapping("/expensive")
		String tooExpensive() {
			return "never";
		}

	}

	record Body(String text) {

	}

	private static final class NoBlankText implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Body.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Body) target).text().isBlank()) {
				errors.rejectValue("text", "blank");
			}
		}

	}

}
