using System.Globalization;
using System.Management.Automation;

namespace ZeroG.PowerShell.Compute.Inference;

/// <summary>
/// Takes text, and numbers as text. What is neither is left alone, so that the binder takes the property Prompt of an object that has one,
/// and refuses others.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PromptTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            string text => new PromptText(text),
            IFormattable number and ValueType => new PromptText(number.ToString(null, CultureInfo.InvariantCulture)),
            _ => inputData,
        };
}
