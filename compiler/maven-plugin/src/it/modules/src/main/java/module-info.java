/** Uses a network and shows it to others. */
module com.acme.net {
  requires transitive dev.bpnet.training;

  exports com.acme.net;
}
