// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>The lines go to the site's log, not to the console.</summary>
internal sealed class AccessLogFamily : CaseFamily
{
    public override string Name => "accesslog";

    public override void Prepare(CaseSetup setup) => setup.Idea["setup_console_handler"] = false;
}
