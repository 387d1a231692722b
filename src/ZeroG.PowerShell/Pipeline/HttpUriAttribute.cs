using System.Management.Automation;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>Takes absolute http and https addresses only. The engine alone turns any text into a relative one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpUriAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is Uri uri && (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https")))
        {
            throw new ValidationMetadataException($"'{(uri.IsAbsoluteUri ? MaskedUri.Of(uri) : uri)}' is no http:// or https:// address.");
        }
    }
}
