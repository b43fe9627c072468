/**
 * The syntax of the .bpnet language. LANGUAGE.md beside this module says what it means.
 *
 * Two properties are kept on purpose. White space, line ends included, never matters: no statement
 * begins with an operator, a parenthesis or a bracket, so where one statement ends and the next begins
 * is decided by one token. And nearly every decision needs one token of lookahead, with chains of
 * operators as loops, so that time is linear and the stack grows with nesting alone.
 *
 * Rules that a parse listener counts as one level of nesting: nested, prefixed, exponent, alternative,
 * block and chained.
 */
grammar BpNet;

// ---- files and declarations

unit
    : (packageClause | importClause | declaration | SEMICOLON)* EOF
    ;

packageClause
    : PACKAGE first=ID (DOT rest+=packagePart)*
    ;

importClause
    : IMPORT path=(STRING | OPEN_STRING)
    ;

declaration
    : constant
    | function
    | layer
    | network
    ;

constant
    : CONST name=ID ASSIGN expression
    ;

function
    : FN head=signature (braces=body | ASSIGN expression)
    ;

layer
    : LAYER head=signature (braces=body | ASSIGN expression)
    ;

network
    : NETWORK head=networkHead body
    ;

signature
    : name=ID LPAREN (parameters+=parameter (COMMA parameters+=parameter)*)? RPAREN
    ;

networkHead
    : name=ID (LPAREN (parameters+=parameter (COMMA parameters+=parameter)*)? RPAREN)?
    ;

parameter
    : name=ID (ASSIGN value=expression)?
    ;

body
    : statements
    ;

// ---- statements

statements
    : LBRACE (statement | SEMICOLON)* RBRACE
    ;

block
    : statements
    ;

statement
    : data
    | kept
    | update
    | assignment
    | output
    | loss
    | metric
    | train
    | forLoop
    | yielded
    | repeat
    | conditionalStatement
    | returned
    ;

data
    : role=(INPUT | TARGET) name=ID shaped=shape? ofKind=kind?
    ;

shape
    : LBRACKET (sizes+=nested (COMMA sizes+=nested)*)? RBRACKET
    ;

/** {@code : class(n)}; the word is no keyword, the tree builder looks at it. */
kind
    : COLON word=ID LPAREN nested RPAREN
    ;

kept
    : (FROZEN? PARAM | STATE) name=ID shaped=shape? (ASSIGN initializer=expression)?
    ;

update
    : UPDATE name=ID ASSIGN expression
    ;

assignment
    : name=ID ASSIGN (loop=forLoop | expression)
    ;

output
    : OUTPUT name=ID (ASSIGN value=expression)?
    ;

loss
    : LOSS expression
    ;

metric
    : METRIC name=ID ASSIGN expression
    ;

train
    : TRAIN LBRACE (entry | SEMICOLON)* RBRACE
    ;

entry
    : name=ID ASSIGN expression
    ;

forLoop
    : FOR head=loopHead block
    ;

loopHead
    : index=ID IN expression RANGE expression
    ;

yielded
    : YIELD expression
    ;

repeat
    : REPEAT head=repeatHead block
    ;

repeatHead
    : index=ID IN expression RANGE expression
    | expression
    ;

conditionalStatement
    : IF head=condition block (ELSE (otherwise=block | next=chained))?
    ;

condition
    : expression
    ;

chained
    : conditionalStatement
    ;

returned
    : RETURN expression
    ;

// ---- expressions, loosest first

expression
    : conditional (pipes+=PIPE conditional)*
    ;

/** An expression inside brackets of some kind. */
nested
    : expression
    ;

conditional
    : disjunction (question=QUESTION nested COLON alternative)?
    ;

alternative
    : conditional
    ;

disjunction
    : conjunction (operators+=OR conjunction)*
    ;

conjunction
    : equality (operators+=AND equality)*
    ;

equality
    : comparison (operators+=(EQUAL | NOT_EQUAL) comparison)*
    ;

comparison
    : sum (operators+=(LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) sum)*
    ;

sum
    : product (operators+=(PLUS | MINUS) product)*
    ;

product
    : unary (operators+=(STAR | SLASH | AT) unary)*
    ;

unary
    : prefixed
    | power
    ;

prefixed
    : operator=(MINUS | NOT) unary
    ;

power
    : postfix (operator=CARET exponent)?
    ;

exponent
    : unary
    ;

postfix
    : primary subscripts*
    ;

subscripts
    : LBRACKET parts+=subscript (COMMA parts+=subscript)* RBRACKET
    ;

subscript
    : whole=RANGE
    | nested (range=RANGE nested)?
    ;

primary
    : number
    | truth=(TRUE | FALSE)
    | training=TRAINING
    | name=ID call=arguments?
    | stack
    | LPAREN nested RPAREN
    ;

number
    : literal=(NUMBER | BAD_NUMBER)
    ;

arguments
    : LPAREN (list+=argument (COMMA list+=argument)*)? RPAREN
    ;

argument
    : (name=(ID | LOSS) ASSIGN)? nested
    ;

stack
    : LBRACKET (elements+=nested (COMMA elements+=nested)*)? RBRACKET
    ;

/** Behind a dot a keyword is an ordinary word: com.acme.network is a fine package. */
packagePart
    : ID | PACKAGE | IMPORT | CONST | FN | LAYER | NETWORK | INPUT | TARGET | PARAM | FROZEN | STATE
    | UPDATE | OUTPUT | LOSS | METRIC | TRAIN | FOR | IN | REPEAT | YIELD | IF | ELSE | RETURN | TRUE
    | FALSE | TRAINING
    ;

// ---- words

PACKAGE: 'package';
IMPORT: 'import';
CONST: 'const';
FN: 'fn';
LAYER: 'layer';
NETWORK: 'network';
INPUT: 'input';
TARGET: 'target';
PARAM: 'param';
FROZEN: 'frozen';
STATE: 'state';
UPDATE: 'update';
OUTPUT: 'output';
LOSS: 'loss';
METRIC: 'metric';
TRAIN: 'train';
FOR: 'for';
IN: 'in';
REPEAT: 'repeat';
YIELD: 'yield';
IF: 'if';
ELSE: 'else';
RETURN: 'return';
TRUE: 'true';
FALSE: 'false';
TRAINING: 'training';

PIPE: '|>';
QUESTION: '?';
COLON: ':';
OR: '||';
AND: '&&';
EQUAL: '==';
NOT_EQUAL: '!=';
LESS: '<';
LESS_EQUAL: '<=';
GREATER: '>';
GREATER_EQUAL: '>=';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
AT: '@';
NOT: '!';
CARET: '^';
ASSIGN: '=';
COMMA: ',';
SEMICOLON: ';';
RANGE: '..';
DOT: '.';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
LBRACE: '{';
RBRACE: '}';

/** Java's letters and digits, without the invisible characters that Java ignores in names. */
ID: LETTER (LETTER | DIGIT | MARK)*;

/** No point without a digit behind it: 0..3 is a range. */
NUMBER: (DECIMAL ('.' DECIMAL)? | '.' DECIMAL) EXPONENT?;

/** Anything else that begins like a number: 0x1p3, 1e, 10L, 1_000, digits of other scripts. */
BAD_NUMBER: '.'? DIGIT (LETTER | DIGIT | MARK | '.' DIGIT)*;

STRING: '"' ~["\r\n]* '"';
OPEN_STRING: '"' ~["\r\n]*;

LINE_COMMENT: '//' ~[\n]* -> channel(HIDDEN);
BLOCK_COMMENT: '/*' INSIDE_COMMENT '*'+ '/' -> channel(HIDDEN);
/** Shorter by the end than a closed one, so it is taken only where the end is missing. */
OPEN_COMMENT: '/*' INSIDE_COMMENT '*'* -> channel(HIDDEN);

SPACE: [ \t\r\n]+ -> skip;
UNKNOWN: .;

fragment INSIDE_COMMENT: (~'*' | '*'+ ~[*/])*;
fragment DECIMAL: [0-9]+;
fragment EXPONENT: [eE] [+-]? DECIMAL;
fragment LETTER: [\p{L}\p{Nl}\p{Sc}\p{Pc}];
fragment DIGIT: [\p{Nd}];
fragment MARK: [\p{Mn}\p{Mc}];
