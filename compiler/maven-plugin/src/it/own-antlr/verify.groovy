assert new File(basedir, 'target/surefire-reports/TEST-com.acme.GateTest.xml').text.contains('tests="1"')
return true
