String log = new File(basedir, 'build.log').text
assert log.contains('MultiThreadedBuilder')
assert !log.contains('not marked as thread-safe')
assert log.contains('No bpnet models in ' + new File(basedir, 'all/src/main/bpnet'))
assert new File(basedir, 'all/target/surefire-reports/TEST-com.acme.all.AllTest.xml').text.contains('tests="1"')
return true
