// The lines of the README are the lines of this project.
String flat(String text) { text.replaceAll('\\s+', '') }
String readme = new File(basedir, '../../../../../README.md').text
List<String> blocks = (readme =~ /(?s)## In a Maven build\n(.*?)\n## /)[0][1].findAll(/(?s)```xml\n(.*?)```/) { it[1] }
assert blocks.size() == 2
String pom = flat(new File(basedir, 'pom.xml').text)
blocks.each { assert pom.contains(flat(it)) }

File log = new File(basedir, 'build.log')
assert log.text.contains('1 of 1 bpnet models compiled: 1 files written')
assert new File(basedir, 'target/generated-sources/bpnet/com/acme/Xor.java').isFile()
assert new File(basedir, 'target/surefire-reports/TEST-com.acme.XorTest.xml').text.contains('tests="1"')

// What was installed needs neither the parent nor anything else of the project it came from.
String installed(String artefact) {
  File folder = new File(localRepositoryPath, "dev/bpnet/$artefact/${bpnetVersion}")
  return folder.listFiles().find { it.name.endsWith('.pom') }.text
}
assert !installed('bpnet-runtime').contains('<parent>')
assert !installed('bpnet-runtime').contains('<dependency>')
assert !installed('bpnet-training').contains('<parent>')
assert installed('bpnet-training').findAll('<dependency>').size() == 1
return true
