String log = new File(basedir, 'build.log').text
assert log.contains('1 of 1 bpnet models compiled: 8 files written')
String advice = '[WARNING] <target>auto</target> needs javac to have --add-modules jdk.incubator.vector'
assert log.count(advice) == 1
assert log.indexOf(advice) > log.indexOf('BUILD SUCCESS')

File classes = new File(basedir, 'target/classes')
List<File> jars = ['bpnet-runtime', 'bpnet-training'].collect {
  File folder = new File(localRepositoryPath, "dev/bpnet/$it/${bpnetVersion}")
  folder.listFiles().find { it.name.endsWith('.jar') }
}

List<String> run(List<String> options, String classPath) {
  String java = System.getProperty('java.home') + '/bin/java'
  Process process = ([java] + options + ['-cp', classPath, 'com.acme.Main']).execute()
  StringBuilder out = new StringBuilder()
  StringBuilder err = new StringBuilder()
  process.waitForProcessOutput(out, err)
  assert process.exitValue() == 0 : err
  return out.toString().readLines()
}

// The same classes, with the module and without: equal but for rounding.
String classPath = ([classes] + jars)*.path.join(File.pathSeparator)
List<String> with = run(['--add-modules', 'jdk.incubator.vector'], classPath)
List<String> without = run([], classPath)
assert with.size() == 4 && without.size() == 4
// A processor of narrower vectors takes the other code in both.
StringBuilder flags = new StringBuilder()
Process asked = [System.getProperty('java.home') + '/bin/java', '-XX:+PrintFlagsFinal', '-version'].execute()
asked.waitForProcessOutput(flags, new StringBuilder())
boolean wide = flags =~ /UseAVX\s*=\s*[23]\b/
assert with[0].startsWith(wide ? 'loops and vectors: ' : 'loops')
assert without[0].startsWith('loops: ')
(1..3).each {
  double expected = without[it] as double
  assert Math.abs((with[it] as double) - expected) <= 1e-4 * (1 + Math.abs(expected))
}
return true
