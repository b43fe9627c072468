File log = new File(basedir, 'build.log')
assert log.text.contains('1 of 1 bpnet models compiled: 1 files written')
assert new File(basedir, 'target/generated-sources/bpnet/com/acme/Xor.java').isFile()
assert new File(basedir, 'target/surefire-reports/TEST-com.acme.XorTest.xml').text.contains('tests="1"')
// What was installed needs neither the parent nor anything else of the project it came from.
File runtime = new File(localRepositoryPath, "dev/bpnet/bpnet-runtime/${bpnetVersion}")
assert runtime.list().any { it.endsWith('.jar') }
return true
