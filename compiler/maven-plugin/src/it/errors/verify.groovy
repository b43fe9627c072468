// All errors of all files are told in one build, each in a line that editors understand.
String log = new File(basedir, 'build.log').text
String folder = new File(basedir, 'src/main/bpnet/com/acme').path
[
  /missing\.bpnet:\[1,\d+\] BP\d+: .*nowhere/,
  /missing\.bpnet:\[5,23\] BP0201: unknown name 'unkown'/,
  /shape\.bpnet:\[4,\d+\] BP0301: .*\[2\].*\[3\]/,
  /syntax\.bpnet:\[3,14\] BP0101: unexpected '\|>'/,
].each { line ->
  assert (log =~ '(?m)^\\[ERROR\\] ' + java.util.regex.Pattern.quote(folder) + '.' + line).find() : line
}
assert log.contains('4 errors in bpnet models')
assert log.contains('BUILD FAILURE')
assert !log.contains('\tat ')
// What is right was made all the same.
assert new File(basedir, 'target/generated-sources/bpnet/com/acme/Fine.java').isFile()
return true
