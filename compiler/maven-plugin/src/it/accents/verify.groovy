File project = new File(basedir, 'a b\u00e9')
assert new File(project, 'target/surefire-reports/TEST-com.acme.ScaleTest.xml').text.contains('tests="1"')
assert new File(project, 'target/generated-sources/bpnet/com/acme/Scale.java').getText('ISO-8859-1').contains('\\u03bb')
return true
