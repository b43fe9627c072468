assert new File(basedir, 'target/surefire-reports/TEST-com.acme.net.MeansTest.xml').text.contains('tests="1"')
return true
