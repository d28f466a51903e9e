package io.registrysync.spring.operation;

import org.springframework.context.annotation.Configuration;

/** Health and metrics. */
@Configuration(proxyBeanMethods = false)
public class OperationConfiguration {}
