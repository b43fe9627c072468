String log = new File(basedir, 'build.log').text
assert log.contains('No bpnet models in ' + new File(basedir, 'src/main/bpnet'))
assert (log =~ /cannot write .*occupied.*One\.java: (Not a directory|.*occupied is not a folder)/).find()
assert log.contains("<precision> wants one of [float, double], not 'half'")
assert log.contains("<target> wants one of [scalar, vector, auto], not 'quantum'")
assert log.contains('bpnet is skipped')
assert log.contains('Folder of the models; their folders below it are their packages.')
assert new File(basedir, 'occupied').isFile()
return true
