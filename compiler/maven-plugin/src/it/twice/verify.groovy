// Two builds at once: one does the work, the other finds it done.
String one = new File(basedir, 'one.log').text
String two = new File(basedir, 'two.log').text
assert one.contains('BUILD SUCCESS') && two.contains('BUILD SUCCESS')
assert new File(basedir, 'build.log').text.contains('all bpnet models are up to date')
File folder = new File(basedir, 'target/generated-sources/bpnet/com/acme')
assert (folder.list() as List).sort() == (1..6).collect { "N${it}.java".toString() }
return true
