import type { Sign } from "./sign.ts";

/** What is said of data and of faults in the program's own code: the last that is thought of, as such lines often only follow. */
export const faultSigns: Sign[] = [
  {
    code: "answer-not-json",
    patterns: [/is not valid JSON|Unexpected (?:end of JSON input|token .{1,8} in JSON)|JSONDecodeError|invalid character '.{1,4}' (?:looking for|after)|JSON::ParserError|json_decode|JsonParseException|JsonReaderException|Unexpected character \('|simplejson\.errors|Failed to parse (?:the )?(?:response|JSON)|is not JSON\b/],
    cause: "{who|The program} reads as JSON what is something else, often an empty answer or a page of HTML.",
    fix: "Look at the whole answer and its status: a wrong address, a proxy in between, or the error page of the service that was asked.",
    decisive: false,
  },
  {
    code: "not-signed-in",
    patterns: [/\b401 (?:Client Error: )?Unauthorized|Client error '40[13]|[Ss]tatus(?: code)?:? 40[13]\b|Request failed with status code 40[13]|HTTP(?:\/[\d.]{1,3})? 40[13]\b|Not authenticated\b|Authentication credentials were not provided|NotAuthenticated\b|Missing Authorization header|No authorization token was found|No auth token/i],
    cause: "{who|The program} calls an API without being let in there: no token, or one without the right.",
    fix: "See which token the call sends and what the API expects of it; a session that has ended looks like this too.",
    decisive: false,
  },
  {
    code: "input-invalid",
    patterns: [/\bvalidation errors? for (?<name>\w{1,80})|RequestValidationError|ZodError|ValidationError: |422 Unprocessable|ActiveRecord::RecordInvalid|MethodArgumentNotValidException|violates (?:check|not-null|foreign key) constraint|FOREIGN KEY constraint failed|a foreign key constraint fails|value too long for type|Data too long for column|cannot be null$|IntegrityError/],
    cause: "Data does not have the form that {name|the program} expects.",
    fix: "Read which field the line names, and what sent it.",
    decisive: false,
  },
  {
    code: "program-bug",
    patterns: [
      /\bKeyError: (?!'[A-Z][A-Z0-9_]{2,80}')|\b(?:NameError|AttributeError|UnboundLocalError|IndexError|ZeroDivisionError|RecursionError|NotImplementedError|AssertionError|StopIteration)\b|\b(?:TypeError|ReferenceError|RangeError): (?!fetch failed|Failed to fetch|Load failed|NetworkError)|\bTypeError$/,
      /Maximum call stack size exceeded|is not a function|is not defined$|Cannot read propert(?:y|ies) of (?:undefined|null)|undefined is not an object|Unhandled ?(?:[Pp]romise ?)?[Rr]ejection|Cannot set headers after|does not provide an export named|UnicodeDecodeError|ValueError: /,
      /NullPointerException|NullReferenceException|IllegalStateException|IllegalArgumentException|ClassCastException|IndexOutOfBounds|StackOverflowError|ConcurrentModificationException|NoSuchMethodError|BeanCreationException|UnsatisfiedDependencyException|InvalidOperationException|ArgumentNullException/,
      /invalid memory address or nil pointer dereference|index out of range|assignment to entry in nil map|all goroutines are asleep|panicked at|called `(?:Option|Result)::unwrap\(\)`|NoMethodError|undefined (?:local variable or )?method|FrozenError|Call to (?:undefined|a member) (?:function|method)|Undefined (?:variable|array key|property|index)|\*\* \((?:FunctionClauseError|MatchError|UndefinedFunctionError|ArgumentError|RuntimeError)\)|Segmentation fault|core dumped|SIGSEGV|SIGABRT|signal 11\b|exited with code 139/,
    ],
    cause: "The code of {who|the program} fails: it does not expect what it met.",
    fix: "Read the lines above it: the first file of your own in the trace is where it happens; what was last changed there is the usual reason.",
    decisive: false,
  },
];
