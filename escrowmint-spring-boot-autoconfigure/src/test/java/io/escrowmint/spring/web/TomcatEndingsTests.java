package io.escrowmint.spring.web;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = EndingsApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TomcatEndingsTests extends RequestEndings {

}
