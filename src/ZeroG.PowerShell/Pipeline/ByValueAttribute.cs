using System.Collections;
using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// Lets a parameter for a hash or an address take it as it comes back from ConvertFrom-Json or Import-Clixml: a bag of properties whose
/// <c>Value</c> is its text.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByValueAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list and (object[] or ArrayList)
            ? list.Cast<object>().Select(TextOf).ToArray()
            : TextOf(inputData);

    /// <summary>The text of such a bag; anything else as it is.</summary>
    internal static object TextOf(object item) =>
        item is PSObject { BaseObject: PSCustomObject } bag && bag.Properties["Value"]?.Value is string text ? text : item;
}
