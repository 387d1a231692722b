using System.Management.Automation;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>What a script left on each stream.</summary>
internal sealed record RunResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Progress)
{
    /// <summary>The only object on the output stream, when nothing failed.</summary>
    public object Single()
    {
        AssertNoErrors();
        return Assert.Single(Output).BaseObject;
    }

    /// <summary>The only error; asserts its id without the class name.</summary>
    public ErrorRecord SingleError(string errorId)
    {
        ErrorRecord error = Assert.Single(Errors);
        Assert.Equal(errorId, error.FullyQualifiedErrorId.Split(',')[0]);
        return error;
    }

    public void AssertNoErrors() => Assert.True(Errors.Count == 0, string.Join('\n', Errors.Select(error => error.ToString())));
}
