using System.Management.Automation;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>A block of tests about one subject.</summary>
[Cmdlet("Invoke", "Describe")]
[Alias("Describe", "Context")]
public sealed class DescribeCommand : BlockCommand
{
    private protected override void Add(string name, Dictionary<string, object?> values)
    {
        PesterNode outer = File.Current;
        PesterNode block = new(name, outer) { Skip = Skip || outer.Skip, Values = values };
        outer.Children.Add(block);
        File.Current = block;
        try
        {
            // As Pester does: the block's own statements run while tests are looked for, with the row's data at hand.
            InvokeCommand.InvokeScript(
                useLocalScope: true, ScriptBlock.Create(PesterFile.DiscoverScript), input: null, Test, values);
        }
        finally
        {
            File.Current = outer;
        }
    }
}
