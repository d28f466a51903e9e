package io.registrysync.spring.web;

import java.util.List;

/**
 * What people have to know when they set up a registry of a vendor.
 *
 * @param types in the order in which they are offered
 */
record RegistryTypes(List<Type> types) {
    /**
     * A text in the languages of the pages.
     *
     * @param zh Chinese
     * @param en English
     */
    record Words(String zh, String en) {}

    /**
     * A vendor.
     *
     * @param type       as it is stored
     * @param name       for people
     * @param url        an address to begin with
     * @param urlFixed   whether everybody has this address
     * @param namespace  what the first part of a repository's name is called there
     * @param hints      what helps
     */
    record Type(String type, Words name, String url, boolean urlFixed, Words namespace, List<Words> hints) {
        Type {
            hints = List.copyOf(hints);
        }
    }

    private static final Words NAMESPACE = new Words("命名空间", "namespace");
    private static final Words ORGANISATION = new Words("组织", "organisation");

    static final RegistryTypes ALL = new RegistryTypes(List.of(
            new Type(
                    "dockerhub",
                    new Words("Docker Hub", "Docker Hub"),
                    "https://registry-1.docker.io",
                    true,
                    new Words("用户名或组织（官方镜像为 library）", "user or organisation (library for official images)"),
                    List.of(
                            new Words(
                                    "未登录时每 6 小时可免费拉取 100 次；登录后限额更高",
                                    "Without a login 100 pulls in 6 hours are free; a login raises the limit"),
                            new Words(
                                    "建议使用访问令牌（PAT）代替密码：Account Settings → Security → New Access Token",
                                    "Prefer an access token (PAT) to the password: Account Settings → Security → New"
                                            + " Access Token"))),
            new Type(
                    "harbor",
                    new Words("Harbor", "Harbor"),
                    "https://harbor.example.com",
                    false,
                    new Words("项目", "project"),
                    List.of(
                            new Words(
                                    "用户需要目标项目的读写权限；私有项目需要访问权限",
                                    "The user needs to read and write in the target project; private projects need"
                                            + " access"),
                            new Words(
                                    "目标项目默认不会自动创建：请先在 Harbor 中创建，或在任务中开启自动创建；建议使用机器人账户",
                                    "Projects are not created unless a task says so: create the target project in Harbor first."
                                            + " Prefer a robot account"))),
            new Type(
                    "acr",
                    new Words("阿里云 ACR", "Alibaba Cloud ACR"),
                    "https://registry.cn-hangzhou.aliyuncs.com",
                    false,
                    NAMESPACE,
                    List.of(new Words(
                            "使用“访问凭证”中设置的固定密码，而不是账号密码；命名空间需要先创建",
                            "The password is the one set under access credentials, not that of the account; create the"
                                    + " namespace first"))),
            new Type(
                    "tcr",
                    new Words("腾讯云 TCR 企业版", "Tencent Cloud TCR Enterprise"),
                    "https://your-instance.tencentcloudcr.com",
                    false,
                    NAMESPACE,
                    List.of(new Words(
                            "使用访问凭证中的长期令牌；公网访问需要加入白名单",
                            "Use a long-term access token; access from the internet has to be allowed in its list"))),
            new Type(
                    "ccr",
                    new Words("腾讯云 TCR 个人版", "Tencent Cloud TCR Personal"),
                    "https://ccr.ccs.tencentyun.com",
                    true,
                    NAMESPACE,
                    List.of(new Words(
                            "用户名是腾讯云账号 ID，密码是开通服务时设置的密码",
                            "The user name is the account id, the password the one set when the service was opened"))),
            new Type(
                    "swr",
                    new Words("华为云 SWR", "Huawei Cloud SWR"),
                    "https://swr.cn-north-4.myhuaweicloud.com",
                    false,
                    ORGANISATION,
                    List.of(new Words(
                            "用户名形如 区域@AK，密码是长期登录指令中的密钥；组织需要先创建",
                            "The user name is region@AK, the password comes from the long-term login command; create the"
                                    + " organisation first"))),
            new Type(
                    "nexus",
                    new Words("Sonatype Nexus", "Sonatype Nexus"),
                    "https://nexus.example.com:8082",
                    false,
                    new Words("仓库", "repository"),
                    List.of(new Words(
                            "每个 Docker 仓库有自己的端口（或子域名），填写该端口；需要启用 Docker Bearer Token Realm",
                            "Each Docker repository has a port or host name of its own: that is the address. Enable the"
                                    + " Docker Bearer Token Realm"))),
            new Type(
                    "ecr",
                    new Words("Amazon ECR", "Amazon ECR"),
                    "https://123456789012.dkr.ecr.us-east-1.amazonaws.com",
                    false,
                    new Words("前缀", "prefix"),
                    List.of(new Words(
                            "用户名为 AWS，密码由 aws ecr get-login-password 生成，12 小时后失效；目标仓库需要先创建",
                            "The user is AWS, the password comes from aws ecr get-login-password and lasts 12 hours;"
                                    + " create the target repositories first"))),
            new Type(
                    "ghcr",
                    new Words("GitHub Packages", "GitHub Packages"),
                    "https://ghcr.io",
                    true,
                    new Words("用户名或组织", "user or organisation"),
                    List.of(new Words(
                            "使用具有 read:packages（写入需要 write:packages）权限的经典令牌；不提供仓库列表",
                            "Use a classic token with read:packages, to write write:packages; repositories are not"
                                    + " listed"))),
            new Type(
                    "quay",
                    new Words("Quay", "Quay"),
                    "https://quay.io",
                    false,
                    ORGANISATION,
                    List.of(new Words(
                            "建议使用机器人账户（组织+名称）及其令牌", "Prefer a robot account (organisation+name) with its token"))),
            new Type(
                    "gitlab",
                    new Words("GitLab 容器镜像库", "GitLab container registry"),
                    "https://registry.gitlab.com",
                    false,
                    new Words("群组或项目", "group or project"),
                    List.of(new Words(
                            "使用具有 read_registry（写入需要 write_registry）权限的部署令牌；目标项目需要先创建",
                            "Use a deploy token with read_registry, to write write_registry; create the target project"
                                    + " first"))),
            new Type(
                    "generic",
                    new Words("其他", "Other"),
                    "https://registry.example.com:5000",
                    false,
                    NAMESPACE,
                    List.of(new Words(
                            "任何实现 OCI Distribution 规范的 Registry；以 http:// 开头表示不加密",
                            "Any registry that follows the OCI distribution specification; http:// in front means"
                                    + " without TLS")))));

    RegistryTypes {
        types = List.copyOf(types);
    }
}
