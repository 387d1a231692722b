using System.Management.Automation;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>One test.</summary>
[Cmdlet("Invoke", "It")]
[Alias("It")]
public sealed class ItCommand : BlockCommand
{
    private protected override void Add(string name, Dictionary<string, object?> values) =>
        File.Current.Children.Add(new PesterNode(name, File.Current) { Skip = Skip || File.Current.Skip, Values = values, Body = Test });
}
