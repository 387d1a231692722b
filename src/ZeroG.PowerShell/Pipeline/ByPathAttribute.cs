using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>Lets a parameter that names a folder take the thing in it: an object with a <c>Path</c> stands for its path.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByPathAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is null or string
        || PSObject.AsPSObject(inputData) is not { BaseObject: not string } thing
        || thing.Properties["Path"]?.Value is not string path
            ? inputData!
            : path;
}
