/** LangChain4j as a program that is asked by lines. */
@NullMarked
package dev.breakwater.clients.langchain;

import org.jspecify.annotations.NullMarked;
