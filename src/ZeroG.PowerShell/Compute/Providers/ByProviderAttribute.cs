using System.Collections;
using System.Management.Automation;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.Providers;

/// <summary>
/// Lets a parameter for providers take what has one: the objects of Get-ZgProvider, and all others with a property <c>Provider</c>, also
/// as they come back from a file.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByProviderAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list
            ? list.Cast<object>().Select(ProviderOf).ToArray()
            : ProviderOf(inputData);

    private static object ProviderOf(object item) => ByValueAttribute.TextOf(
        item is not null && PSObject.AsPSObject(item).Properties["Provider"]?.Value is { } provider ? provider : item!);
}
