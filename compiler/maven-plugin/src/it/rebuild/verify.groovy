String log = new File(basedir, 'build.log').text
List<String> lists = (log =~ /new: (.*); all: (.*)\./).collect { it[1] + ' of ' + it[2] }
String all = 'com/acme/First.java,com/acme/Second.java,org/other/Third.java'
assert lists == [
  // Nothing changed: nothing is touched.
  ' of ' + all,
  // One model changed: its class alone.
  'com/acme/First.java of ' + all,
  // What a model imports changed.
  'org/other/Third.java of ' + all,
  // A model was deleted, and one renamed: the class of the first is gone, that of the second names its new file.
  'org/other/Third.java of com/acme/First.java,org/other/Third.java',
]
assert log.contains('4 of 4 bpnet models compiled: 3 files written, 0 unchanged, 0 removed')
assert log.contains('Nothing to generate: all bpnet models are up to date')
assert log.contains('1 of 4 bpnet models compiled: 1 files written, 2 unchanged, 0 removed')
assert log.contains('1 of 3 bpnet models compiled: 1 files written, 1 unchanged, 1 removed')
assert !new File(basedir, 'target/classes/com/acme/Second.class').exists()
assert new File(basedir, 'target/classes/com/acme/First.class').isFile()

// A model that fails keeps what was made of it when it did not.
assert log.contains("unknown initializer 'konstant'") || log.contains("'konstant'")
String first = new File(basedir, 'target/generated-sources/bpnet/com/acme/First.java').text
assert first.contains('10')
return true
