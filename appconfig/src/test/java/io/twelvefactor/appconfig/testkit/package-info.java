/**
 * What tests of AppConfig's readers need: a clock turned by hand, a scripted stub server that keeps
 * AppConfig's own rules, and the ministack emulator as a process that ends with the tests.
 */
package io.twelvefactor.appconfig.testkit;
