assert new File(basedir, 'target/generated-sources/bpnet/com/acme/large/Large.java').isFile()
assert new File(basedir, 'target/generated-test-sources/bpnet/com/acme/Line.java').isFile()
assert !new File(basedir, 'target/classes/com/acme/Line.class').exists()
assert new File(basedir, 'target/surefire-reports/TEST-com.acme.ExecutionsTest.xml').text.contains('tests="2"')
return true
