// Where the system's encoding lacks the letter, no Java program can open a file of such a name.
return java.nio.charset.Charset.forName(System.getProperty('sun.jnu.encoding')).newEncoder().canEncode('\u00e9')
