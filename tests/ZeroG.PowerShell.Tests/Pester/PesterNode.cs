using System.Management.Automation;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>A block (file, Describe, Context) or a test (It) as it was found, with what its run left.</summary>
public sealed class PesterNode(string name, PesterNode? parent)
{
    /// <summary>Text of the name, with the data of -ForEach filled in.</summary>
    public string Name { get; } = name;

    /// <summary>All names from the outermost block on.</summary>
    public string Path { get; } = parent is { Path.Length: > 0 } ? $"{parent.Path} / {name}" : name;

    public bool Skip { get; init; }

    /// <summary>The test itself; null for a block.</summary>
    public ScriptBlock? Body { get; init; }

    /// <summary>Variables of one row of -ForEach.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; init; } = new Dictionary<string, object?>();

    public List<PesterNode> Children { get; } = [];

    public List<ScriptBlock> BeforeAll { get; } = [];

    public List<ScriptBlock> AfterAll { get; } = [];

    public List<ScriptBlock> BeforeEach { get; } = [];

    public List<ScriptBlock> AfterEach { get; } = [];

    /// <summary>What runs before each test of this block, the outermost block's first.</summary>
    public IEnumerable<ScriptBlock> EachSetup => parent is null ? BeforeEach : parent.EachSetup.Concat(BeforeEach);

    /// <summary>What runs after each test of this block, the innermost block's first.</summary>
    public IEnumerable<ScriptBlock> EachTeardown => parent is null ? AfterEach : AfterEach.Concat(parent.EachTeardown);

    /// <summary>Whether a test has run to its end.</summary>
    public bool Passed { get; private set; }

    /// <summary>Why a test failed; null otherwise.</summary>
    public string? Failure { get; private set; }

    /// <summary>The tests of this block and of those inside it.</summary>
    public IEnumerable<PesterNode> Tests => Body is null ? Children.SelectMany(child => child.Tests) : [this];

    public void Pass() => Passed = Failure is null;

    /// <summary>Fails the test, or all tests of a block.</summary>
    public void Fail(object error)
    {
        string text = error is ErrorRecord record ? $"{record}\n{record.ScriptStackTrace}" : error.ToString()!;
        foreach (PesterNode test in Tests)
        {
            test.Passed = false;
            test.Failure ??= text;
        }
    }
}
