using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>
/// The operators of the dialect, with Pester 5's meaning. Another operator is an unknown parameter and fails the test.
/// </summary>
[Cmdlet("Assert", "Should")]
[Alias("Should")]
public sealed class ShouldCommand : PSCmdlet
{
    private readonly List<object?> _actual = [];

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? ActualValue { get; set; }

    /// <summary>What is expected; the meaning depends on the operator.</summary>
    [Parameter(Position = 0)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? ExpectedValue { get; set; }

    [Parameter]
    public SwitchParameter Not { get; set; }

    [Parameter]
    public string Because { get; set; } = "";

    [Parameter(ParameterSetName = "Be", Mandatory = true)]
    public SwitchParameter Be { get; set; }

    [Parameter(ParameterSetName = "BeExactly", Mandatory = true)]
    public SwitchParameter BeExactly { get; set; }

    [Parameter(ParameterSetName = "BeTrue", Mandatory = true)]
    public SwitchParameter BeTrue { get; set; }

    [Parameter(ParameterSetName = "BeFalse", Mandatory = true)]
    public SwitchParameter BeFalse { get; set; }

    [Parameter(ParameterSetName = "BeNullOrEmpty", Mandatory = true)]
    public SwitchParameter BeNullOrEmpty { get; set; }

    [Parameter(ParameterSetName = "BeOfType", Mandatory = true)]
    public SwitchParameter BeOfType { get; set; }

    [Parameter(ParameterSetName = "BeGreaterThan", Mandatory = true)]
    public SwitchParameter BeGreaterThan { get; set; }

    [Parameter(ParameterSetName = "BeLessThan", Mandatory = true)]
    public SwitchParameter BeLessThan { get; set; }

    [Parameter(ParameterSetName = "BeLike", Mandatory = true)]
    public SwitchParameter BeLike { get; set; }

    [Parameter(ParameterSetName = "Match", Mandatory = true)]
    public SwitchParameter Match { get; set; }

    [Parameter(ParameterSetName = "Contain", Mandatory = true)]
    public SwitchParameter Contain { get; set; }

    [Parameter(ParameterSetName = "HaveCount", Mandatory = true)]
    public SwitchParameter HaveCount { get; set; }

    [Parameter(ParameterSetName = "Exist", Mandatory = true)]
    public SwitchParameter Exist { get; set; }

    [Parameter(ParameterSetName = "Throw", Mandatory = true)]
    public SwitchParameter Throw { get; set; }

    [Parameter(ParameterSetName = "Throw")]
    public string? ErrorId { get; set; }

    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput)
        {
            _actual.Add(Plain(ActualValue));
        }
    }

    protected override void EndProcessing()
    {
        if (!MyInvocation.ExpectingInput && MyInvocation.BoundParameters.ContainsKey(nameof(ActualValue)))
        {
            _actual.AddRange(Items(ActualValue));
        }

        (bool holds, string found) = ParameterSetName == "Throw" ? CheckThrow() : (Check(), Text(_actual));
        if (holds == Not)
        {
            string expected = ExpectedValue is null ? "" : " " + Text(Items(ExpectedValue));
            throw new PesterFailureException(
                $"Expected{(Not ? " not" : "")} -{ParameterSetName}{expected}{(ErrorId is null ? "" : $" -ErrorId {ErrorId}")}, "
                + $"but got {found}." + (Because.Length == 0 ? "" : $" Because: {Because}"));
        }
    }

    private object? First => _actual.Count == 1 ? _actual[0] : _actual.Count == 0 ? null : _actual.ToArray();

    private bool Check() => ParameterSetName switch
    {
        "Be" => AreEqual(ignoreCase: true),
        "BeExactly" => AreEqual(ignoreCase: false),
        "BeTrue" => LanguagePrimitives.IsTrue(First),
        "BeFalse" => !LanguagePrimitives.IsTrue(First),
        "BeNullOrEmpty" => First is null or "" or ICollection { Count: 0 },
        "BeOfType" => _actual.Count > 0 && _actual.TrueForAll(IsOfExpectedType),
        "BeGreaterThan" => Compare(First) > 0,
        "BeLessThan" => Compare(First) < 0,
        "BeLike" => WildcardPattern.Get($"{ExpectedValue}", WildcardOptions.IgnoreCase).IsMatch($"{First}"),
        "Match" => _actual.Exists(item => Regex.IsMatch($"{item}", $"{ExpectedValue}", RegexOptions.IgnoreCase)),
        "Contain" => _actual.SelectMany(Items).Any(item => LanguagePrimitives.Equals(item, Plain(ExpectedValue), ignoreCase: true)),
        "HaveCount" => _actual.Count == LanguagePrimitives.ConvertTo<int>(ExpectedValue),
        "Exist" => SessionState.InvokeProvider.Item.Exists($"{First}"),
        _ => throw new PSInvalidOperationException("Should needs an operator."),
    };

    private bool AreEqual(bool ignoreCase)
    {
        object?[] expected = [.. Items(ExpectedValue)];
        return expected.Length == _actual.Count
            && expected.Zip(_actual).All(
                pair => LanguagePrimitives.Equals(pair.Second, Plain(pair.First), ignoreCase, CultureInfo.InvariantCulture));
    }

    private bool IsOfExpectedType(object? item)
    {
        // Types of the module's load context have no name in scripts; there a test can only write the full name as text.
        string name = $"{ExpectedValue}".Trim('[', ']');
        return LanguagePrimitives.TryConvertTo(Plain(ExpectedValue) is Type type ? type : name, out Type? expected) && expected is not null
            ? expected.IsInstanceOfType(item)
            : item is not null && PSObject.AsPSObject(item).TypeNames.Contains(name);
    }

    private int Compare(object? actual) =>
        LanguagePrimitives.Compare(actual, ExpectedValue, ignoreCase: true, CultureInfo.InvariantCulture);

    private (bool Threw, string Found) CheckThrow()
    {
        if (First is not ScriptBlock script)
        {
            throw new PSInvalidOperationException("Should -Throw takes a script block.");
        }

        try
        {
            InvokeCommand.InvokeScript(useLocalScope: true, script, input: null);
            return (false, "no error");
        }
        catch (RuntimeException failure)
        {
            ErrorRecord error = failure.ErrorRecord;
            bool idFits = ErrorId is null || WildcardPattern.Get(ErrorId, WildcardOptions.IgnoreCase).IsMatch(error.FullyQualifiedErrorId);
            bool messageFits = ExpectedValue is null
                || WildcardPattern.Get($"{ExpectedValue}", WildcardOptions.IgnoreCase).IsMatch(error.Exception.Message);
            return (idFits && messageFits, $"the error {error.FullyQualifiedErrorId}: {error.Exception.Message}");
        }
    }

    private static IEnumerable<object?> Items(object? value)
    {
        object? plain = Plain(value);
        return plain is IEnumerable list and not string and not IDictionary ? list.Cast<object?>().Select(Plain) : [plain];
    }

    private static object? Plain(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static string Text(IEnumerable<object?> items)
    {
        string[] texts = [.. items.Select(item => item is null ? "$null" : $"'{item}'")];
        return texts.Length == 1 ? texts[0] : $"@({string.Join(", ", texts)})";
    }
}
