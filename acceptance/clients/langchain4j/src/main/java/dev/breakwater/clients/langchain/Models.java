package dev.breakwater.clients.langchain;

import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;

/** What LangChain4j has for one protocol. */
interface Models {

  /** The model of this name, answering whole. */
  ChatModel whole(String key, String name, boolean thinking);

  /** The model of this name, answering in pieces. */
  StreamingChatModel streamed(String key, String name, boolean thinking);

  ModelCatalog catalogue();

  /** Asks the server how many tokens something has. */
  TokenCountEstimator counter(String model);

  /** All that was written in tokens, thoughts too. */
  int written(TokenUsage usage);

  /** All that was read in tokens, cached ones too. */
  int read(TokenUsage usage);

  /** The name by which a message carries what has to travel back. */
  String signature();
}
