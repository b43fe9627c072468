package dev.bpnet.compiler.diagnostic;

import java.util.List;
import java.util.Locale;

/**
 * Every message, with a stable number: BP01xx text and syntax, BP02xx names and declarations,
 * BP03xx values and shapes, BP04xx networks and training, BP05xx files and imports, BP06xx limits.
 * Numbers are never reused.
 */
public enum Code {
  // ---- BP01xx: text and syntax
  UNEXPECTED_TOKEN("BP0101", Severity.ERROR, "unexpected %s, expected %s"),
  UNEXPECTED_CHARACTER("BP0102", Severity.ERROR, "unexpected character %s"),
  MALFORMED_NUMBER("BP0103", Severity.ERROR, "'%s' is not a number"),
  NUMBER_OUT_OF_RANGE("BP0104", Severity.ERROR, "the number %s is %s for a double"),
  KEYWORD_AS_NAME("BP0105", Severity.ERROR, "'%s' is a keyword and cannot be a name"),
  UNCLOSED_COMMENT("BP0106", Severity.ERROR, "this comment is never closed"),
  UNCLOSED_BRACE("BP0107", Severity.ERROR, "this '{' is never closed"),
  UNCLOSED_TEXT("BP0108", Severity.ERROR, "the closing '\"' is missing"),
  MALFORMED_UTF8("BP0109", Severity.ERROR, "not UTF-8: the byte 0x%02X cannot stand here"),
  OTHER_ENCODING("BP0110", Severity.ERROR, "the file is encoded as %s; it must be UTF-8"),
  CONTROL_CHARACTER("BP0111", Severity.ERROR, "the control character %s may not stand in a source"),
  DIRECTION_CHARACTER(
      "BP0112",
      Severity.ERROR,
      "the text direction character %s may not stand in a source: it would read differently from what"
          + " it says"),
  NOTHING_DECLARED(
      "BP0113", Severity.ERROR, "a file must declare something: a const, fn, layer or network"),
  MISPLACED_CLAUSE("BP0114", Severity.ERROR, "%s"),
  NOT_A_JAVA_PACKAGE(
      "BP0115", Severity.ERROR, "'%s' cannot be a part of the name of a Java package"),

  // ---- BP02xx: names and declarations
  UNKNOWN_NAME("BP0201", Severity.ERROR, "unknown name '%s'"),
  UNKNOWN_FUNCTION("BP0202", Severity.ERROR, "unknown function '%s'"),
  DUPLICATE_DECLARATION("BP0203", Severity.ERROR, "'%s' is declared already, on line %s"),
  DUPLICATE_NAME("BP0204", Severity.ERROR, "'%s' is taken already, on line %s"),
  DUPLICATE_PARAMETER("BP0205", Severity.ERROR, "two parameters are called '%s'"),
  RECURSION("BP0206", Severity.ERROR, "functions may not call themselves: %s"),
  CONSTANT_CYCLE("BP0207", Severity.ERROR, "a constant may not need itself: %s"),
  MISPLACED_STATEMENT("BP0208", Severity.ERROR, "'%s' may not stand in %s"),
  MISSING_RETURN("BP0209", Severity.ERROR, "'%s' must end with 'return'"),
  STATEMENT_NOT_LAST("BP0210", Severity.ERROR, "'%s' must be the last statement"),
  MISSING_YIELD("BP0211", Severity.ERROR, "a 'for' whose result is named must end with 'yield'"),
  UNUSED_YIELD("BP0212", Severity.ERROR, "nothing takes what this 'for' yields"),
  NOT_A_FUNCTION("BP0213", Severity.ERROR, "'%s' is %s and cannot be called"),
  TOO_MANY_ARGUMENTS("BP0214", Severity.ERROR, "'%s' takes %s at most, not %s"),
  MISSING_ARGUMENT("BP0215", Severity.ERROR, "'%s' needs '%s'"),
  UNKNOWN_ARGUMENT("BP0216", Severity.ERROR, "'%s' has no parameter '%s'"),
  DUPLICATE_ARGUMENT("BP0217", Severity.ERROR, "'%s' is given twice"),
  POSITIONAL_AFTER_NAMED(
      "BP0218", Severity.ERROR, "an argument without a name may not follow one with a name"),
  LAYER_IN_FUNCTION(
      "BP0219", Severity.ERROR, "'%s' is a layer, which may own parameters; %s may not call it"),
  BAD_PIPE_STAGE("BP0220", Severity.ERROR, "after '|>' stands a function or a call of one"),
  NOT_A_STATE("BP0221", Severity.ERROR, "'%s' is no state of this network or layer"),
  SETTING_WITHOUT_DEFAULT("BP0222", Severity.ERROR, "the setting '%s' needs a default"),
  BAD_SETTING_DEFAULT(
      "BP0223", Severity.ERROR, "the setting '%s' must be a number, true or false, not %s"),
  BAD_SETTING_VALUE("BP0224", Severity.ERROR, "the setting '%s' wants %s, not '%s'"),
  UNKNOWN_SETTING("BP0225", Severity.ERROR, "no network here has the setting '%s'"),
  CALLS_TOO_DEEP("BP0226", Severity.ERROR, "calls nest more than %s expressions deep"),
  NETWORK_TOO_LARGE(
      "BP0227",
      Severity.ERROR,
      "with all calls and repeats written out there are more than %s expressions"),

  NAMES_DIFFER_BY_CASE(
      "BP0228",
      Severity.ERROR,
      "'%s' differs from '%s', on line %s, by upper and lower case alone: many disks take their"
          + " classes for one file"),

  // ---- BP03xx: values and shapes
  SHAPE_MISMATCH("BP0301", Severity.ERROR, "cannot %s %s and %s"),
  KIND_MISMATCH("BP0302", Severity.ERROR, "cannot %s %s and %s"),
  WRONG_KIND("BP0303", Severity.ERROR, "%s must be %s, not %s"),
  NOT_A_TENSOR("BP0304", Severity.ERROR, "a tensor is wanted here, not %s"),
  NOT_A_SIZE("BP0305", Severity.ERROR, "a size must be a positive integer, not %s"),
  TENSOR_TOO_LARGE("BP0306", Severity.ERROR, "%s has more than %s elements"),
  NOT_AN_INTEGER("BP0307", Severity.ERROR, "%s must be a compile-time integer, not %s"),
  NOT_A_NUMBER("BP0308", Severity.ERROR, "%s must be a compile-time number, not %s"),
  NOT_A_SHAPE("BP0309", Severity.ERROR, "a shape is a list of sizes such as [3, 2], not %s"),
  INTEGER_OVERFLOW("BP0310", Severity.ERROR, "the integer is too large"),
  DIVISION_BY_ZERO("BP0311", Severity.ERROR, "division of an integer by zero"),
  NOT_AN_INDEX("BP0312", Severity.ERROR, "an index must be an integer or a class, not %s"),
  INDEX_OUT_OF_RANGE("BP0313", Severity.ERROR, "the index %s is not in 0..%s"),
  INDEX_RANGE_TOO_WIDE("BP0314", Severity.ERROR, "the index runs from %s to %s, not in 0..%s"),
  TOO_MANY_SUBSCRIPTS("BP0315", Severity.ERROR, "%s subscripts for the shape %s"),
  SLICE_OUT_OF_RANGE("BP0316", Severity.ERROR, "the slice covers %s..%s of an axis of length %s"),
  EMPTY_SLICE("BP0317", Severity.ERROR, "the slice %s..%s is empty"),
  SLICE_LENGTH_VARIES("BP0318", Severity.ERROR, "the length of a slice must be constant"),
  CLASS_NOT_FIRST("BP0319", Severity.ERROR, "a class selects rows: it must be the first subscript"),
  CLASS_TOO_LARGE("BP0320", Severity.ERROR, "%s does not fit the %s rows of %s"),
  CLASS_SHAPE("BP0321", Severity.ERROR, "classes of shape %s do not fit scores of shape %s"),
  CLASS_COUNT("BP0322", Severity.ERROR, "%s does not fit the last axis, %s, of %s"),
  NOT_A_CLASS("BP0323", Severity.ERROR, "%s is no %s, which is in 0..%s"),
  AXIS_OUT_OF_RANGE("BP0324", Severity.ERROR, "there is no axis %s in a tensor of rank %s"),
  DUPLICATE_AXIS("BP0325", Severity.ERROR, "axis %s stands twice"),
  NOT_A_PERMUTATION("BP0326", Severity.ERROR, "the axes must be all of 0..%s, exclusive"),
  RANK_TOO_LOW("BP0327", Severity.ERROR, "'%s' needs rank %s or more, not the shape %s"),
  RESHAPE_SIZE("BP0328", Severity.ERROR, "cannot reshape %s with %s elements to %s with %s"),
  BAD_PADDING(
      "BP0329",
      Severity.ERROR,
      "the width of padding is an integer, [before, after], or such a pair for each axis of %s"),
  EXTREMUM_ARGUMENTS("BP0330", Severity.ERROR, "'%s' takes two tensors or an axis, not both"),
  CONDITION_NOT_CONSTANT(
      "BP0331", Severity.ERROR, "the condition of 'if' must be known when compiling, not %s"),
  NOT_CONSTANT("BP0332", Severity.ERROR, "%s has no value in a constant or setting"),
  CARRIED_CHANGES("BP0333", Severity.ERROR, "the carried '%s' changes from %s to %s"),
  CANNOT_CARRY("BP0334", Severity.ERROR, "'for' cannot carry '%s', which is %s"),
  BAD_LOOP_COUNT("BP0335", Severity.ERROR, "'%s' goes %s to %s times, not %s"),
  LOOP_STARTS_AT_ZERO("BP0336", Severity.ERROR, "the range must start at 0, not %s"),
  OUTSIDE_TRAINING("BP0337", Severity.ERROR, "'%s' exists only where 'training' holds"),
  BATCH_MEAN_IN_RECURRENCE(
      "BP0338", Severity.ERROR, "a batch_mean in this 'for' enters what it is computed from"),
  NOT_AN_INITIALIZER("BP0339", Severity.ERROR, "an initialiser is wanted here, not %s"),
  INITIALIZER_NEEDS_MATRIX("BP0340", Severity.ERROR, "%s needs rank 2 or more, not the shape %s"),
  BAD_INITIALIZER_RANGE("BP0341", Severity.ERROR, "%s(%s, %s) is no distribution"),
  NOT_A_SCALAR("BP0342", Severity.ERROR, "%s must be a scalar, not of shape %s"),

  // ---- BP04xx: networks and training
  NO_LOSS("BP0401", Severity.ERROR, "the network '%s' has no loss"),
  SECOND_LOSS("BP0402", Severity.ERROR, "a network has one loss; this is another"),
  SECOND_OUTPUT("BP0403", Severity.ERROR, "there is an output '%s' already"),
  SECOND_METRIC("BP0404", Severity.ERROR, "there is a metric '%s' already"),
  SECOND_UPDATE("BP0405", Severity.ERROR, "'%s' has an update already"),
  SECOND_TRAIN("BP0406", Severity.ERROR, "there is a 'train' block already"),
  UPDATE_SHAPE("BP0407", Severity.ERROR, "the update of '%s' must have the shape %s, not %s"),
  PER_EXAMPLE_UPDATE(
      "BP0408", Severity.ERROR, "the update of '%s' must exist once per step, not per example"),
  PARAMETERS_TOO_LARGE(
      "BP0409", Severity.ERROR, "the network '%s' keeps %s elements, more than %s"),
  UNKNOWN_TRAIN_SETTING("BP0410", Severity.ERROR, "'train' has no setting '%s'"),
  DUPLICATE_TRAIN_SETTING("BP0411", Severity.ERROR, "'%s' is set already"),
  BAD_TRAIN_VALUE("BP0412", Severity.ERROR, "'%s' must be %s, not %s"),
  UNKNOWN_TRAIN_CALL("BP0413", Severity.ERROR, "'%s' is no %s; there are %s"),
  NO_WEIGHTS("BP0414", Severity.ERROR, "the network has no trained parameter%s"),
  UNSTABLE_PARAMETERS(
      "BP0415", Severity.ERROR, "the parameters of '%s' depend on how many there are"),
  DECLARED_TWICE_DIFFERENTLY(
      "BP0416", Severity.ERROR, "'%s' differs between training and prediction"),
  EXAMPLES_TOO_LARGE(
      "BP0417",
      Severity.ERROR,
      "the %s of the network '%s' have %s elements per example, more than %s"),
  NO_OUTPUT("BP0420", Severity.WARNING, "the network '%s' has no output"),
  TARGET_UNUSED("BP0421", Severity.WARNING, "the target '%s' does not reach the loss"),
  PARAMETER_UNUSED("BP0422", Severity.WARNING, "the parameter '%s' does not reach the loss"),

  // ---- BP05xx: files and imports
  IMPORT_MISSING("BP0501", Severity.ERROR, "there is no file '%s'"),
  IMPORT_CYCLE("BP0502", Severity.ERROR, "files may not import themselves: %s"),
  IMPORT_ABSOLUTE("BP0503", Severity.ERROR, "'%s' must be relative to this file"),
  IMPORT_OUTSIDE("BP0504", Severity.ERROR, "'%s' lies outside of the source root '%s'"),
  IMPORT_CLASH("BP0505", Severity.ERROR, "'%s' declares '%s', which another import does too"),

  // ---- BP06xx: limits
  NESTED_TOO_DEEPLY("BP0601", Severity.ERROR, "nested more than %s levels deep"),
  TOO_MANY_ERRORS(
      "BP0602", Severity.ERROR, "more than %s errors; the rest of the file was not read"),
  FILE_TOO_LARGE("BP0603", Severity.ERROR, "the file has more than %s bytes"),
  TOO_MANY_CONSTANTS(
      "BP0604",
      Severity.ERROR,
      "the class of '%s' would need about %s constants; a class file holds %s"),
  IMPOSSIBLE_PLAN("BP0605", Severity.ERROR, "the network '%s' has no plan '%s': %s"),
  ;

  private final String id;
  private final Severity severity;
  private final String template;

  Code(String id, Severity severity, String template) {
    this.id = id;
    this.severity = severity;
    this.template = template;
  }

  /** Such as {@code BP0101}. */
  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }

  String format(List<Object> arguments) {
    return String.format(Locale.ROOT, template, arguments.toArray());
  }
}
