assert new File(basedir, 'target/surefire-reports/TEST-com.acme.GateTest.xml').text.contains('tests="1"')
assert new File(basedir, 'target/generated-sources/annotations/com/acme/Xor.java').isFile()
return true
